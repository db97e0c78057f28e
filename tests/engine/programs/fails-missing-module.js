"use strict";
require("./is-not-there");

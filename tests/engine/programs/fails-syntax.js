"use strict";
let colour = "red";
let colour = "green";

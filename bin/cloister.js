#!/usr/bin/env node
"use strict";
require("../dist/scripts/cli.js").main(process.argv);

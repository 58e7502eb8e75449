// The one entry. Each module does its work when it loads; this shows what needs a script.
import "./shell.js";
import "./progress.js";

document.documentElement.dataset.js = "";
if (document.querySelector(".code, [data-copy]")) import("./copy.js");
if (document.querySelector("[data-worksheet]")) import("./worksheet.js");
if (document.getElementById("r:lost")) import("./lost.js");

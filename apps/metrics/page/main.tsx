import { render } from "preact";
import { startApp } from "./app.ts";
import { Page } from "./parts/page.tsx";
import "uplot/dist/uPlot.min.css";
import "./styles/main.css";

const root = document.querySelector("#page");
if (root === null) throw new Error("index.html has no element #page");
startApp();
render(<Page />, root);

// Placeholder until the page lands: registers the element.
import "./element/define.js";

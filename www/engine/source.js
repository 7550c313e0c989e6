// Where the engine's bytes and its worker come from. The build picks one of the `source.*.js` beside this file by the
// "imports" of package.json; all of them offer the same two functions.

export { moduleResponse, openWorker } from "#source";

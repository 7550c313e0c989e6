// What `cargo xtask build` asks of the analyzer; it must not write into our package.json.
export default {
  globs: ["www/element/index.js", "www/element/define.js"],
  packagejson: false,
  quiet: true,
};

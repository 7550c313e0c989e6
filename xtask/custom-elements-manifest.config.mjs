// What `cargo xtask build` asks of the analyzer; it must not write into our package.json.
export default {
  globs: ["www/element/*.js"],
  packagejson: false,
  quiet: true,
};

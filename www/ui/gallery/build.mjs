// Bundles the gallery into a folder and, when asked, serves it: `node www/ui/gallery/build.mjs dist/gallery --serve`.

import { build, context } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const [out = "dist/gallery", serve] = process.argv.slice(2);
const recipe = {
  entryPoints: [`${here}gallery.jsx`],
  outdir: out,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".css": "text" },
};
await mkdir(out, { recursive: true });
await copyFile(`${here}index.html`, `${out}/index.html`);
if (serve) {
  const { port } = await (await context(recipe)).serve({ servedir: out });
  console.log(`http://127.0.0.1:${port}/?state=twelve`);
} else {
  await build(recipe);
}

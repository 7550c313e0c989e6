// What the bundler makes of files that are not scripts.
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.txt" {
  const text: string;
  export default text;
}
declare module "*.deflate" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
// Put in by the bundler (xtask/src/deliver.rs).
declare const ENGINE_MARK: string;
// Written by xtask from www/text; there may be no build yet.
declare module "*/pkg/languages.js" {
  /** Of the keys that the wordings belong to. */
  export const mark: string;
  export const tags: string[];
  export const modules: Record<string, () => Promise<{ default: (string | number)[] }>>;
}

// A second of the fuzz target that is JavaScript, always the same one; `cargo xtask fuzz backup` goes on for longer.

import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("backups come back as they were, and damaged ones are refused with a message", () => {
  const script = fileURLToPath(new URL("../../fuzz/backup.mjs", import.meta.url));
  execFileSync(process.execPath, [script, "0.02", "7"], { stdio: "inherit" });
});

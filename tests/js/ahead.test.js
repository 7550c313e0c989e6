// What the column "Runs out" says where no day is expected.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutDay } from "../../www/ui/ahead.js";

test("a credit that ends before it is used up is not one of which nothing is known", () => {
  const said = ["forecast.ends_first", "forecast.ends_first.old", "forecast.not_enough"].map(
    (key) => withoutDay({ key }),
  );
  assert.deepEqual(said, ["page.endsFirst", "page.endsFirst", "page.unknown"]);
});

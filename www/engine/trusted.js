// Trusted Types: one policy, through which one constant address passes.

/** @type {{ createScriptURL(address: string): string } | undefined} */
let policy;
/** @type {string | undefined} */
let only;

/**
 * Lets the worker's address through; throws where the host refuses the policy, or for any other address.
 * @param {string} address
 * @returns {string}
 */
export function workerAddress(address) {
  only ??= address;
  const types = /** @type {any} */ (globalThis).trustedTypes;
  policy ??= types?.createPolicy("ad-credit-tracker", { createScriptURL });
  return policy ? policy.createScriptURL(address) : createScriptURL(address);
}

/** @param {string} address */
function createScriptURL(address) {
  if (address !== only) throw new TypeError("not the address of the engine's worker");
  return address;
}

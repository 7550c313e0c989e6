//! The security headers under which the pages are served, tested and documented.

/// A site of our own: files beside the page, a worker, one Trusted Types policy that lets only the worker's address pass.
pub const OWN_SITE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    worker-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types ad-credit-tracker";

/// A host that allows no requests, no workers and no Trusted Types policy.
pub const STRICT_HOST: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// The one file; `script_hash` is the base64 of its script's SHA-256.
pub fn single_file(script_hash: &str) -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{script_hash}' 'wasm-unsafe-eval'; connect-src 'none'; \
         worker-src blob:; style-src 'none'; require-trusted-types-for 'script'; trusted-types ad-credit-tracker"
    )
}

/// Headers every answer carries beside its content policy.
pub const COMMON: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
];

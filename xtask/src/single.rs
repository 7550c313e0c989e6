//! The one HTML file that works when double-clicked: script, worker and deflated module in a page whose policy names the
//! script by its hash. Pages of ES modules do not open from disk.

use crate::deliver::classic;
use crate::policy;
use crate::recipe::Single;
use crate::run::path;
use anyhow::{Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The two lines of the page that this replaces, exactly as they stand there.
const SCRIPT: &str = r#"<script type="module" src="site.js"></script>"#;
const CHARSET: &str = r#"<meta charset="utf-8">"#;

pub fn write(single: &Single) -> Result<()> {
    // `www/engine/source.single.js` imports this text and starts it as a Blob.
    std::fs::write(path("pkg/worker.txt"), classic("single", &single.worker)?)?;
    let script = classic("single", &single.entry)?;
    let page = std::fs::read_to_string(path(&single.page))?;
    Ok(std::fs::write(path(&single.out_file), compose(&page, &script)?)?)
}

fn compose(page: &str, script: &str) -> Result<String> {
    for line in [SCRIPT, CHARSET] {
        ensure!(page.matches(line).count() == 1, "the page must hold exactly one {line}");
    }
    // What would end the script early, or hide its end, for an HTML parser.
    for trap in ["</script", "<script", "<!--"] {
        ensure!(!script.to_lowercase().contains(trap), "the script may not hold {trap:?}");
    }
    let hash = STANDARD.encode(Sha256::digest(script));
    let meta = format!(
        "{CHARSET}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        policy::single_file(&hash)
    );
    Ok(page.replace(CHARSET, &meta).replace(SCRIPT, &format!("<script>{script}</script>")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "<meta charset=\"utf-8\">\n<script type=\"module\" src=\"site.js\"></script>\n";

    #[test]
    fn the_policy_names_the_script_by_its_hash() {
        // printf 'run()' | openssl dgst -sha256 -binary | base64
        let hash = "sha256-AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ=";
        let html = compose(PAGE, "run()").unwrap();
        assert!(html.contains("<script>run()</script>"), "{html}");
        assert!(html.contains(hash), "{html}");
    }

    #[test]
    fn a_script_that_would_end_itself_is_refused() {
        assert!(compose(PAGE, "'</script>'").is_err());
        assert!(compose(PAGE, "a<!--b").is_err());
    }
}

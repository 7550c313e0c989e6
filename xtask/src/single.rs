//! The one HTML file that works when double-clicked: script and worker in a page whose policy names the script by its hash,
//! and behind it, in blocks that are no scripts, the deflated module and languages (`www/held.js`). Pages of ES modules do not
//! open from disk.

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

/// What `www/held.js` asks for by name.
const BLOCKS: [&str; 2] = ["module", "languages"];

pub fn write(single: &Single) -> Result<()> {
    // `www/engine/source.single.js` imports this text and starts it as a Blob.
    std::fs::write(path("pkg/worker.txt"), classic("single", &single.worker)?)?;
    let script = classic("single", &single.entry)?;
    let page = std::fs::read_to_string(path(&single.page))?;
    let held =
        |name| std::fs::read(path(&format!("pkg/{name}.deflate"))).map(|of| block(name, &of));
    let blocks: String = BLOCKS.into_iter().map(held).collect::<std::io::Result<_>>()?;
    Ok(std::fs::write(path(&single.out_file), compose(&page, &script, &blocks)?)?)
}

/// Bytes that the page holds as text: no script by its type, so that nothing runs and no policy asks.
fn block(name: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    format!("\n<script type=\"text/plain\" id=\"ad-credit-tracker-{name}\">{text}</script>")
}

/// `blocks` come last: the page is shown while they are being read.
fn compose(page: &str, script: &str, blocks: &str) -> Result<String> {
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
    let scripts = format!("<script>{script}</script>{blocks}");
    Ok(page.replace(CHARSET, &meta).replace(SCRIPT, &scripts))
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
        let html = compose(PAGE, "run()", &block("module", b"\x00")).unwrap();
        assert!(html.contains("<script>run()</script>\n<script type=\"text/plain\""), "{html}");
        assert!(html.contains("id=\"ad-credit-tracker-module\">AA==</script>"), "{html}");
        assert!(html.contains(hash), "{html}");
    }

    #[test]
    fn a_script_that_would_end_itself_is_refused() {
        assert!(compose(PAGE, "'</script>'", "").is_err());
        assert!(compose(PAGE, "a<!--b", "").is_err());
    }
}

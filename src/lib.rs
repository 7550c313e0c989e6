//! Watches TikTok ad credits.

//! A configuration file of any bytes, and what is said about it; the same for accounts and rules.
#![no_main]

use std::path::Path;

use gmqtt_config::{AccessRule, Account, Diagnostic, LoadOptions, load_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    match load_bytes(Path::new("gmqtt.yml"), data, &LoadOptions::default()) {
        Ok(loaded) => {
            for warning in &loaded.warnings {
                let _ = warning.to_string();
            }
        }
        Err(error) => {
            assert!(!error.diagnostics().is_empty());
            for diagnostic in error.diagnostics() {
                let _ = diagnostic.to_string();
            }
            let _ = error.to_string();
        }
    }
    told(Account::read_all("accounts.yml", data));
    told(AccessRule::read_all("acl.yml", data));
});

/// What is wrong is said.
fn told<T>(read: Result<T, Vec<Diagnostic>>) {
    if let Err(diagnostics) = read {
        assert!(!diagnostics.is_empty());
        for diagnostic in diagnostics {
            let _ = diagnostic.to_string();
        }
    }
}

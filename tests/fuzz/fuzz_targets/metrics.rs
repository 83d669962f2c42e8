//! The text that Prometheus is shown, of any server: it is read or refused, and what is read can be looked at.
#![no_main]

use gmqtt_admin_client::parse_metrics;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(samples) = parse_metrics(text) {
        assert!(samples.len() <= text.lines().count());
        for sample in &samples {
            for (name, value) in &sample.labels {
                let first = sample.labels.iter().find(|(other, _)| other == name);
                assert_eq!(sample.label(name), first.map(|(_, value)| value.as_str()));
                assert!(value.len() <= text.len());
            }
        }
    }
});

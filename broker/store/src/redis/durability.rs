//! What a Redis does with what it has accepted: read when it is connected, and said where an operator sees it.

use std::collections::HashMap;

use redis::RedisResult;

use super::connection::Connection;
use super::servers::Servers;

/// What makes the promise of this Redis weaker than that of a disk, in words for the log and for health.
pub(super) async fn warnings(connection: &mut Connection, servers: &Servers) -> Vec<String> {
    let mut warnings = match settings(connection).await {
        Ok(settings) => judge(&settings),
        Err(error) => vec![format!(
            "the durability settings of Redis cannot be read ({error}): allow CONFIG GET, and set `appendonly yes` and `appendfsync always`"
        )],
    };
    if !matches!(servers, Servers::One(_)) {
        warnings.push(
            "Redis replicates after it has answered: a failover may lose what was accepted last"
                .to_owned(),
        );
    }
    warnings
}

async fn settings(connection: &mut Connection) -> RedisResult<HashMap<String, String>> {
    let mut pipeline = redis::pipe();
    for key in ["appendonly", "appendfsync", "maxmemory", "maxmemory-policy"] {
        pipeline.cmd("CONFIG").arg("GET").arg(key);
    }
    let answers: Vec<HashMap<String, String>> = connection.run(&pipeline).await?;
    Ok(answers.into_iter().flatten().collect())
}

fn judge(settings: &HashMap<String, String>) -> Vec<String> {
    let is = |key: &str, value: &str| settings.get(key).is_some_and(|it| it == value);
    let mut warnings = Vec::new();
    if !is("appendonly", "yes") {
        warnings.push(
            "Redis keeps no append-only file: when it ends unexpectedly, everything since its last snapshot is lost; set `appendonly yes` and `appendfsync always`"
                .to_owned(),
        );
    } else if !is("appendfsync", "always") {
        let setting = settings.get("appendfsync").map_or("unknown", |it| it);
        let loses = if setting == "everysec" {
            "about a second"
        } else {
            "what the system has not written"
        };
        warnings.push(format!(
            "Redis has `appendfsync {setting}`: when its machine ends unexpectedly, {loses} is lost; set `appendfsync always`"
        ));
    }
    if !is("maxmemory", "0") && !is("maxmemory-policy", "noeviction") {
        let policy = settings.get("maxmemory-policy").map_or("unknown", |it| it);
        warnings.push(format!(
            "Redis has `maxmemory-policy {policy}`: it may throw sessions away when its memory is full; set `noeviction`"
        ));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(&str, &str)]) -> String {
        let mut settings: HashMap<String, String> = [
            ("appendonly", "yes"),
            ("appendfsync", "always"),
            ("maxmemory", "0"),
            ("maxmemory-policy", "noeviction"),
        ]
        .into_iter()
        .chain(pairs.iter().copied())
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
        settings.retain(|_, value| !value.is_empty());
        judge(&settings).join("; ")
    }

    #[test]
    fn weak_settings_are_named_with_the_way_out() {
        assert_eq!(judged(&[]), "");
        assert_eq!(judged(&[("maxmemory-policy", "allkeys-lru")]), "");
        for (pairs, says) in [
            (&[("appendonly", "no")][..], "since its last snapshot"),
            (&[("appendonly", "")], "appendonly yes"),
            (&[("appendfsync", "everysec")], "about a second"),
            (&[("appendfsync", "no")], "the system has not written"),
            (
                &[("maxmemory", "100"), ("maxmemory-policy", "allkeys-lru")],
                "noeviction",
            ),
        ] {
            assert!(judged(pairs).contains(says), "{pairs:?}: {}", judged(pairs));
        }
    }
}

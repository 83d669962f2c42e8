//! The files of a new plugin.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::hooks::{Answer, HookTemplate};
use super::source::Source;

/// What is written.
pub(super) struct Template<'a> {
    /// In `plugin_order`.
    pub(super) name: &'a str,
    pub(super) hooks: &'a [&'static HookTemplate],
    /// With a section of its own.
    pub(super) config: bool,
    pub(super) source: &'a Source,
}

impl Template<'_> {
    /// Paths in the new folder, and texts.
    pub(super) fn files(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Cargo.toml", self.manifest()),
            ("src/main.rs", self.main()),
            ("src/plugin.rs", self.plugin()),
            ("gmqtt.yml", self.settings()),
        ]
    }

    /// The name as that of a type.
    fn type_name(&self) -> String {
        let capital = |word: &str| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        };
        self.name.split('-').map(capital).collect()
    }

    fn manifest(&self) -> String {
        let (name, gmqtt) = (self.name, self.source.dependency());
        let serde = if self.config {
            "serde = { version = \"1\", features = [\"derive\"] }\n"
        } else {
            ""
        };
        format!(
            "\
[package]
name = \"gmqtt-{name}\"
description = \"gmqtt with the plugin {name}\"
version = \"0.1.0\"
edition = \"2024\"
publish = false

[dependencies]
gmqtt = {gmqtt}
{serde}
# Like gmqtt's own.
[profile.release]
lto = \"thin\"
codegen-units = 1

[profile.dev]
opt-level = 1
debug = \"line-tables-only\"

# A crate of its own, wherever its folder is.
[workspace]
"
        )
    }

    fn main(&self) -> String {
        let (name, type_name) = (self.name, self.type_name());
        format!(
            "\
//! gmqtt, the whole of it, with the plugin `{name}`.

mod plugin;

use std::process::ExitCode;
use std::sync::Arc;

use plugin::{type_name};

fn main() -> ExitCode {{
    let mut plugins = gmqtt::built_in_plugins();
    plugins.push(Arc::new({type_name}::default()));
    gmqtt::run(plugins)
}}
"
        )
    }

    fn settings(&self) -> String {
        let name = self.name;
        let section = if self.config {
            format!("plugins:\n  {name}:\n    greeting: hello\n")
        } else {
            String::new()
        };
        format!(
            "# For trying the plugin: this machine only.\nlisteners:\n  - address: 127.0.0.1:1883\nplugin_order: [{name}]\n{section}"
        )
    }

    fn plugin(&self) -> String {
        let (name, type_name) = (self.name, self.type_name());
        let hooks: Vec<_> = self.hooks.iter().map(|hook| hook.variant()).collect();
        let methods: String = self.hooks.iter().map(|hook| method(hook)).collect();
        let (settings, field, check) = if self.config {
            (
                SETTINGS.replace("NAME", name),
                "    settings: OnceLock<Settings>,\n",
                CHECK,
            )
        } else {
            (String::new(), "", "")
        };
        let load = if self.config { LOAD_SETTINGS } else { LOAD };
        format!(
            "\
//! The plugin `{name}`.

{uses}
{settings}/// The plugin.
#[derive(Default)]
pub struct {type_name} {{
    context: OnceLock<PluginContext>,
{field}}}

#[allow(unused_variables, reason = \"the hooks do not look at everything yet\")]
impl Plugin for {type_name} {{
    fn name(&self) -> &'static str {{
        \"{name}\"
    }}

    fn hooks(&self) -> HookSet {{
        HookSet::of(&[{hooks}])
    }}
{check}{load}{methods}}}
",
            uses = self.uses(),
            hooks = hooks.join(", "),
        )
    }

    fn uses(&self) -> String {
        let mut api: BTreeSet<&str> =
            ["Hook", "HookSet", "Plugin", "PluginContext", "PluginError"].into();
        api.extend(self.hooks.iter().flat_map(|hook| hook.uses));
        if self.config {
            api.extend(["Config", "Diagnostic"]);
        }
        let arc = if api.remove("Arc") {
            "{Arc, OnceLock}"
        } else {
            "OnceLock"
        };
        let api: Vec<_> = api.into_iter().collect();
        let mut uses = format!("use std::sync::{arc};\n\nuse gmqtt::plugin_api::{{\n");
        for name in api {
            let _ = writeln!(uses, "    {name},");
        }
        uses.push_str("};\n");
        if self.config {
            uses.push_str("use serde::Deserialize;\n");
        }
        uses
    }
}

/// A hook that changes nothing.
pub(super) fn method(hook: &HookTemplate) -> String {
    let HookTemplate {
        name,
        about,
        parameters,
        ..
    } = hook;
    let comma = if parameters.is_empty() { "" } else { ", " };
    let (result, body) = match hook.answer {
        Answer::Nothing => (String::new(), "{}".to_owned()),
        Answer::Verdict => {
            let pass = "{\n        Verdict::Pass\n    }";
            (" -> Verdict".to_owned(), pass.to_owned())
        }
        Answer::Decision(of, value) => (
            format!(" -> BoxFuture<'_, Result<{of}, Refusal>>"),
            format!("{{\n        Box::pin(async move {{ Ok({value}) }})\n    }}"),
        ),
    };
    format!("\n    // {about}\n    fn {name}(&self{comma}{parameters}){result} {body}\n")
}

const SETTINGS: &str = "\
/// The section `plugins.NAME` of the config.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// What each key means stands here.
    #[serde(default)]
    #[allow(dead_code, reason = \"for the hooks to come\")]
    greeting: String,
}

";

const CHECK: &str = "
    fn check(&self, config: &Config) -> Vec<Diagnostic> {
        let settings = config.section::<Settings>(self.name());
        settings.err().map(|mistake| *mistake).into_iter().collect()
    }
";

const LOAD: &str = "
    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        self.context.set(context).map_err(|_| \"loaded twice\".into())
    }
";

const LOAD_SETTINGS: &str = "
    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let settings = context.section()?;
        self.settings.set(settings).map_err(|_| \"loaded twice\")?;
        self.context.set(context).map_err(|_| \"loaded twice\".into())
    }
";

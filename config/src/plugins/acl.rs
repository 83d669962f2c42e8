//! `plugins.acl`: rules for who may publish and subscribe what.

use std::path::PathBuf;

use crate::schema::{choice, section};

section! {
    /// Rules for who may publish and subscribe what.
    pub struct Acl {
        /// The rules: a YAML list, or an acl_file of mosquitto.
        pub file: PathBuf = PathBuf::from("./gmqtt_acl.yml");
        /// Whose format the file has; `auto` looks at it.
        pub format: AclFormat = AclFormat::Auto;
        /// What holds where no rule fits.
        pub default: AclDefault = AclDefault::Deny;
        /// How subscriptions are judged; without it `covered` for YAML and `filtered` for mosquitto's files.
        pub subscribe: Option<AclSubscribe> = None;
    }
}

choice! {
    /// The formats of a rule file.
    pub enum AclFormat default Auto {
        /// What the file looks like.
        Auto = "auto",
        /// A YAML list of rules.
        Yaml = "yaml",
        /// An acl_file of mosquitto.
        Mosquitto = "mosquitto",
    }
}

choice! {
    /// What holds where no rule fits.
    pub enum AclDefault default Deny {
        /// It is not allowed.
        Deny = "deny",
        /// It is allowed.
        Allow = "allow",
    }
}

choice! {
    /// How subscriptions are judged.
    pub enum AclSubscribe default Covered {
        /// A filter is granted if a rule allows all that it matches.
        Covered = "covered",
        /// Every filter is granted; each message is judged before it is delivered.
        Filtered = "filtered",
    }
}

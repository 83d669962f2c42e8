//! `log`: what is logged, and how.

use crate::schema::{choice, section};

section! {
    /// What is logged, and how.
    pub struct Log {
        /// The least severe messages that are logged.
        pub level: LogLevel = LogLevel::Info;
        /// How a message is written.
        pub format: LogFormat = LogFormat::Auto;
        /// Where messages go.
        pub output: LogOutput = LogOutput::Stderr;
        /// Logs every packet at level debug. Passwords are left out.
        pub dump_packet: bool = false;
    }
}

choice! {
    /// How severe a message is.
    pub enum LogLevel default Info {
        /// Every step of every connection.
        Trace = "trace",
        /// What helps to find a fault.
        Debug = "debug",
        /// What an operator wants to know.
        Info = "info",
        /// What will need attention.
        Warn = "warn",
        /// What failed.
        Error = "error",
    }
}

choice! {
    /// How a message is written.
    pub enum LogFormat default Auto {
        /// Text on a terminal, JSON elsewhere.
        Auto = "auto",
        /// For people.
        Text = "text",
        /// One JSON object a line.
        Json = "json",
    }
}

choice! {
    /// Where messages go.
    pub enum LogOutput default Stderr {
        /// Standard error.
        Stderr = "stderr",
        /// Standard output, as the Go broker does.
        Stdout = "stdout",
    }
}

//! The code that the build makes of the .proto files, in modules that stand as their packages do, since it names other packages by
//! their place. `lib.rs` gives the modules plain names.
#![expect(
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::too_many_lines,
    clippy::use_self,
    reason = "generated"
)]

pub(crate) mod gmqtt {
    pub(crate) mod api {
        include!(concat!(env!("OUT_DIR"), "/gmqtt.api.rs"));
    }

    pub(crate) mod admin {
        pub mod api {
            include!(concat!(env!("OUT_DIR"), "/gmqtt.admin.api.rs"));
        }
    }

    pub(crate) mod auth {
        pub mod api {
            include!(concat!(env!("OUT_DIR"), "/gmqtt.auth.api.rs"));
        }
    }

    pub(crate) mod federation {
        pub mod api {
            include!(concat!(env!("OUT_DIR"), "/gmqtt.federation.api.rs"));
        }
    }
}

pub(crate) mod google {
    pub(crate) mod api {
        include!(concat!(env!("OUT_DIR"), "/google.api.rs"));
    }

    pub mod rpc {
        include!(concat!(env!("OUT_DIR"), "/google.rpc.rs"));
    }
}

//! The `gmqtt` binary: the library with the built-in plugins.

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    gmqtt::run(gmqtt::built_in_plugins())
}

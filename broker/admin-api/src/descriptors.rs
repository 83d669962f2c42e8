//! What the build knows of the .proto files: the descriptors with their comments and options.

use std::sync::LazyLock;

use prost_reflect::DescriptorPool;

/// All .proto files of this API and what they import, as an encoded `google.protobuf.FileDescriptorSet`: what gRPC reflection
/// hands out.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    DescriptorPool::decode(FILE_DESCRIPTOR_SET).expect("the build has checked the descriptors")
});

/// The descriptors of this API. Cheap to clone.
#[must_use]
pub fn pool() -> DescriptorPool {
    POOL.clone()
}

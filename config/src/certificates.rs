//! What is asked of clients' certificates: `tls.verify`.

use serde::Serializer;

use crate::{
    schema::{Reader, Secrets, Shape, Value, nearest},
    yaml::Node,
};

/// Whether clients show a certificate. In the file it is `false`, `true` or `optional`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ClientCertificates {
    /// They are not asked for one.
    #[default]
    Ignored,
    /// They may show one; one that does not hold is refused.
    Optional,
    /// Without a certificate that holds nobody gets in.
    Required,
}

impl ClientCertificates {
    /// Whether clients are asked for a certificate.
    #[must_use]
    pub const fn are_asked_for(self) -> bool {
        !matches!(self, Self::Ignored)
    }

    /// Whether nobody gets in without one.
    #[must_use]
    pub const fn are_required(self) -> bool {
        matches!(self, Self::Required)
    }
}

const OPTIONAL: &str = "optional";

impl Value for ClientCertificates {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        let text = reader.scalar::<Self>(node)?;
        if text.eq_ignore_ascii_case(OPTIONAL) {
            return Some(Self::Optional);
        }
        if let Some(near) = nearest(text, [OPTIONAL]) {
            reader.invalid::<Self>(node, None, Some(format!("did you mean `{near}`?")));
            return None;
        }
        Some(if bool::read(node, reader)? {
            Self::Required
        } else {
            Self::Ignored
        })
    }

    fn write<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
        match self {
            Self::Ignored => serializer.serialize_bool(false),
            Self::Required => serializer.serialize_bool(true),
            Self::Optional => serializer.serialize_str(OPTIONAL),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar("`true`, `false` or `optional`")
    }
}

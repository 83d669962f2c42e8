//! Which services there are: what plugins add, and what the API made of them knows.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use prost_reflect::{DescriptorError, DescriptorPool};
use tonic::server::NamedService;
use tonic::service::Routes;
use tower_service::Service;

use crate::method::{Binding, Method, MethodError};
use crate::path::{Captures, NotText};
use crate::{Role, descriptors};

/// Something that adds services to the admin API: a plugin.
///
/// The binary hands the plugins that have services to the plugin `admin`, which asks each of them once before it serves.
pub trait ApiRoutes: Send + Sync + 'static {
    /// Adds them.
    fn register(&self, services: &mut Services);
}

/// The services that were added. [`Services::build`] makes the API of them.
///
/// What is not added does not exist: it has no route in REST, is not in the OpenAPI document, and in gRPC is unimplemented.
#[derive(Debug, Default)]
pub struct Services {
    routes: Routes,
    added: Vec<Added>,
    descriptors: Vec<&'static [u8]>,
}

#[derive(Debug)]
struct Added {
    name: &'static str,
    unmarked: Unmarked,
}

/// Who may call methods that have no option of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unmarked {
    /// Nobody: the option was forgotten.
    Mistake,
    /// Callers of this role.
    For(Role),
    /// Everybody who reaches the endpoint.
    Open,
}

/// A server that the build made of a .proto file. It is what [`tonic::service::Routes`] takes.
pub trait GrpcService:
    Service<
        http::Request<tonic::body::Body>,
        Response = http::Response<tonic::body::Body>,
        Error = Infallible,
    > + NamedService
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> GrpcService for S where
    S: Service<
            http::Request<tonic::body::Body>,
            Response = http::Response<tonic::body::Body>,
            Error = Infallible,
        > + NamedService
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Why the services cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// A service was added twice.
    #[error("the service {0} was added twice")]
    Twice(&'static str),
    /// No descriptor names a service.
    #[error(
        "no descriptor names the service {0}: hand its file descriptor set to `Services::describe`"
    )]
    Unknown(&'static str),
    /// Descriptors cannot be read.
    #[error("the descriptors cannot be read: {0}")]
    Descriptors(#[from] DescriptorError),
    /// A method cannot be served.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// Two methods have the same way over HTTP.
    #[error("{first} and {second} are both reached by {verb} {path}")]
    SameRoute {
        /// The method that was added first.
        first: String,
        /// The other.
        second: String,
        /// The method of HTTP.
        verb: http::Method,
        /// The path.
        path: String,
    },
}

impl Services {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a service: a server that the build made of a .proto file, around its implementation.
    pub fn add<S>(&mut self, service: S) -> &mut Self
    where
        S: GrpcService,
        S::Future: Send + 'static,
    {
        self.add_named(service, Unmarked::Mistake)
    }

    /// Adds a service whose methods have no options of ours, as that of gRPC reflection, for callers of this role. It has no
    /// routes in REST. Its descriptors are to be handed to [`Services::describe`].
    pub fn add_for<S>(&mut self, role: Role, service: S) -> &mut Self
    where
        S: GrpcService,
        S::Future: Send + 'static,
    {
        self.add_named(service, Unmarked::For(role))
    }

    /// Adds a service whose methods have no options of ours, as that of gRPC health, for everybody who reaches an endpoint.
    /// Otherwise like [`Services::add_for`].
    pub fn add_open<S>(&mut self, service: S) -> &mut Self
    where
        S: GrpcService,
        S::Future: Send + 'static,
    {
        self.add_named(service, Unmarked::Open)
    }

    fn add_named<S>(&mut self, service: S, unmarked: Unmarked) -> &mut Self
    where
        S: GrpcService,
        S::Future: Send + 'static,
    {
        let name = S::NAME;
        // A name twice is an error of `build`; the router would panic.
        if !self.added.iter().any(|added| added.name == name) {
            self.routes = std::mem::take(&mut self.routes).add_service(service);
        }
        self.added.push(Added { name, unmarked });
        self
    }

    /// The full names of the services that were added so far.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.added.iter().map(|added| added.name)
    }

    /// Adds descriptors of services that are not among those of this crate: an encoded `google.protobuf.FileDescriptorSet` with
    /// all imports and source information.
    pub fn describe(&mut self, file_descriptor_set: &'static [u8]) -> &mut Self {
        self.descriptors.push(file_descriptor_set);
        self
    }

    /// Makes the API.
    ///
    /// # Errors
    /// When a service is there twice, is not described, or has options that mean nothing: faults of the program, not of its user.
    pub fn build(self) -> Result<Api, ServiceError> {
        let mut pool = descriptors::pool();
        for set in &self.descriptors {
            pool.decode_file_descriptor_set(*set)?;
        }
        let mut methods = Vec::new();
        let names: Vec<_> = self.added.iter().map(|added| added.name).collect();
        for (at, Added { name, unmarked }) in self.added.iter().enumerate() {
            if names[..at].contains(name) {
                return Err(ServiceError::Twice(name));
            }
            let service = pool
                .get_service_by_name(name)
                .ok_or(ServiceError::Unknown(name))?;
            for method in service.methods() {
                methods.push(Method::read(method, *unmarked)?);
            }
        }
        let ways = ways(&methods)?;
        let by_path = methods
            .iter()
            .enumerate()
            .map(|(at, method)| (method.path().to_owned(), at))
            .collect();
        Ok(Api(Arc::new(Inner {
            pool,
            names,
            descriptors: self.descriptors,
            routes: self.routes.prepare(),
            methods,
            by_path,
            ways,
        })))
    }
}

/// The services of the API and what is known of their methods. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Api(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pool: DescriptorPool,
    names: Vec<&'static str>,
    descriptors: Vec<&'static [u8]>,
    routes: Routes,
    methods: Vec<Method>,
    by_path: HashMap<String, usize>,
    /// Method and binding, in the order they are tried. There are about eighty; going through them takes a microsecond.
    ways: Vec<(usize, usize)>,
}

/// What a path leads to.
pub(crate) enum Found<'a> {
    Method {
        method: &'a Method,
        binding: &'a Binding,
        captures: Result<Captures<'a>, NotText>,
    },
    /// There is such a path, for these methods of HTTP.
    OtherVerb(Vec<http::Method>),
    Nothing,
}

impl Api {
    /// All methods, in the order their services were added.
    #[must_use]
    pub fn methods(&self) -> &[Method] {
        &self.0.methods
    }

    /// The method of a gRPC call's path: `/gmqtt.admin.api.ClientService/Get`.
    #[must_use]
    pub fn method(&self, path: &str) -> Option<&Method> {
        self.0.by_path.get(path).map(|at| &self.0.methods[*at])
    }

    /// The full names of the services.
    #[must_use]
    pub fn services(&self) -> &[&'static str] {
        &self.0.names
    }

    /// The descriptors, with those that were added.
    #[must_use]
    pub fn pool(&self) -> &DescriptorPool {
        &self.0.pool
    }

    /// What gRPC reflection is to hand out: encoded sets of descriptors.
    pub fn file_descriptor_sets(&self) -> impl Iterator<Item = &'static [u8]> {
        std::iter::once(descriptors::FILE_DESCRIPTOR_SET).chain(self.0.descriptors.iter().copied())
    }

    /// The services themselves, called without asking a guard. A gRPC endpoint serves [`Guarded`](crate::Guarded), which asks.
    #[must_use]
    pub fn routes(&self) -> Routes {
        self.0.routes.clone()
    }

    /// What a request's path, as it came, leads to.
    pub(crate) fn find(&self, verb: &http::Method, path: &str) -> Found<'_> {
        let mut others = Vec::new();
        for (method, binding) in &self.0.ways {
            let method = &self.0.methods[*method];
            let binding = &method.bindings()[*binding];
            let Some(captures) = binding.pattern.captures(path) else {
                continue;
            };
            if binding.verb == verb {
                return Found::Method {
                    method,
                    binding,
                    captures,
                };
            }
            if !others.contains(&binding.verb) {
                others.push(binding.verb.clone());
            }
        }
        if others.is_empty() {
            Found::Nothing
        } else {
            Found::OtherVerb(others)
        }
    }
}

/// The bindings of all methods in the order they are to be tried.
fn ways(methods: &[Method]) -> Result<Vec<(usize, usize)>, ServiceError> {
    let mut ways: Vec<(usize, usize)> = methods
        .iter()
        .enumerate()
        .flat_map(|(at, method)| (0..method.bindings().len()).map(move |binding| (at, binding)))
        .collect();
    let binding = |&(method, binding): &(usize, usize)| &methods[method].bindings()[binding];
    ways.sort_by(|a, b| binding(a).pattern.precedence(&binding(b).pattern));
    for (at, one) in ways.iter().enumerate() {
        let same = ways[..at].iter().find(|other| {
            binding(other).verb == binding(one).verb
                && binding(other).pattern.template() == binding(one).pattern.template()
        });
        if let Some(other) = same {
            return Err(ServiceError::SameRoute {
                first: methods[other.0].full_name().to_owned(),
                second: methods[one.0].full_name().to_owned(),
                verb: binding(one).verb.clone(),
                path: binding(one).pattern.template(),
            });
        }
    }
    Ok(ways)
}

//! Certificates for the broker and for who calls.

/// An authority with a server's certificate and one for each name that calls.
pub(super) struct Authority(Vec<(String, String, String)>);

impl Authority {
    pub(super) fn new() -> Self {
        use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
        let key = || KeyPair::generate().expect("a key");
        let named = |name: &str, names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            let mut params = CertificateParams::new(names).expect("names");
            params.distinguished_name.push(DnType::CommonName, name);
            params
        };
        let mut params = named("authority", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_key = key();
        let ca = params.self_signed(&ca_key).expect("a certificate");
        let mut all = vec![("ca".to_owned(), ca.pem(), ca_key.serialize_pem())];
        let issuer = Issuer::new(params, ca_key);
        for (file, name, alternative) in [
            ("server", "localhost", "localhost"),
            ("viewer", "viewer", "a.example.org"),
            ("publisher", "publisher", "b.example.org"),
            ("operator", "operator", "c.example.org"),
            ("admin", "boss", "admin.example.org"),
            ("stranger", "stranger", "d.example.org"),
        ] {
            let key = key();
            let signed = named(name, &[alternative]).signed_by(&key, &issuer);
            let signed = signed.expect("a certificate");
            all.push((file.to_owned(), signed.pem(), key.serialize_pem()));
        }
        Self(all)
    }

    /// Writes all certificates and keys, PEM, and names them as the configuration does.
    pub(super) fn write(&self, folder: &std::path::Path) {
        for (name, certificate, key) in &self.0 {
            std::fs::write(folder.join(format!("{name}.crt")), certificate).expect("a file");
            std::fs::write(folder.join(format!("{name}.key")), key).expect("a file");
        }
    }
}

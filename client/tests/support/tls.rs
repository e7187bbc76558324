//! A server with TLS, and who trusts it.
//!
//! In: nothing. Out: a server on `localhost` that answers each request with `1`. Its certificate is signed with its own key, and was made
//! with OpenSSL.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The certificate of the server.
pub const CERTIFICATE: &[u8] = include_bytes!("certificate.pem");
const KEY: &[u8] = include_bytes!("key.der");

/// A server. It ends with the process.
pub struct Server {
    port: u16,
    received: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server.
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("an address").port();
        let received = Arc::new(AtomicUsize::new(0));
        let (config, count) = (Arc::new(config()), received.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(config.clone()).expect("a connection");
                let mut stream = StreamOwned::new(connection, stream.expect("a stream"));
                // Requests in this test are short, and have no body unless the connection fails.
                let mut bytes = [0; 4096];
                if stream.read(&mut bytes).is_ok_and(|count| count > 0) {
                    count.fetch_add(1, Ordering::SeqCst);
                    let response = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n1";
                    drop(stream.write_all(response).and_then(|()| stream.flush()));
                    stream.conn.send_close_notify();
                    drop(stream.flush());
                }
            }
        });
        Self { port, received }
    }

    /// Returns the base URL.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Returns the number of requests.
    pub fn received(&self) -> usize {
        self.received.load(Ordering::SeqCst)
    }
}

fn certificate() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(CERTIFICATE).expect("a certificate")
}

fn config() -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("versions").with_no_client_auth();
    config.with_single_cert(vec![certificate()], PrivatePkcs8KeyDer::from(KEY).into()).expect("a key")
}

/// Returns the configuration of a client that trusts only the server.
pub fn client() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(certificate()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    config.expect("versions").with_root_certificates(roots).with_no_client_auth()
}

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

class TrustStore {
    public static void main(String[] args) throws Exception {
        TrustManagerFactory own = TrustManagerFactory.getInstance("PKIX");
        own.init((KeyStore) null);
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        for (Certificate each : ((X509TrustManager) own.getTrustManagers()[0]).getAcceptedIssuers())
            store.setCertificateEntry("own-" + store.size(), each);
        try (FileInputStream bundle = new FileInputStream(args[0])) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(bundle))
                store.setCertificateEntry("bundle-" + store.size(), each);
        }
        try (FileOutputStream file = new FileOutputStream(args[1])) {
            store.store(file, "changeit".toCharArray());
        }
    }
}

import java.net.HttpURLConnection;
import java.net.URL;

class Health {
    public static void main(String[] args) throws Exception {
        HttpURLConnection answer = (HttpURLConnection) new URL(args[0]).openConnection();
        System.exit(answer.getResponseCode() < Integer.parseInt(args[1]) ? 0 : 1);
    }
}

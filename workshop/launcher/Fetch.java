package workshop.launcher;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Fetches one file for the launchers, which have no other tool than the JDK: {@code java Fetch.java
 * URL SHA256 TARGET}.
 *
 * <p>It exits with 0 when the target exists and has the checksum. Else it
 * exits with 1 after one line on standard error, and the target is as it was.
 */
public final class Fetch {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration WHOLE = Duration.ofMinutes(10);

    /** Older than this, a partial file belongs to a download that was killed. */
    private static final Duration LEFTOVER = Duration.ofHours(1);

    /** The JVM refuses a class-data archive when the jar's time changed, so each copy gets this one. */
    private static final FileTime FIXED_TIME = FileTime.from(Instant.parse("2025-01-01T00:00:00Z"));

    private Fetch() {}

    /**
     * Fetches {@code args[0]} to {@code args[2]} and ends the JVM.
     *
     * @param args the URL (http, https or file), the SHA-256 in hex, the target file
     */
    public static void main(String[] args) {
        if (args.length != 3) {
            fail("usage: java Fetch.java URL SHA256 TARGET");
        }
        // A mirror's URL may hold a password, which no message shows.
        String shown = args[0].replaceFirst("//[^/@]*@", "//");
        String target = shown;
        try {
            URI uri = new URI(args[0]);
            if (uri.getScheme() == null || !uri.getScheme().matches("(?i)https?|file")) {
                throw new IOException("not an http, https or file URL");
            }
            if (uri.getHost() != null) {
                target = new Proxies().next(uri);
            }
            fetch(uri, args[1], Path.of(args[2]).toAbsolutePath());
        } catch (WrongChecksum e) {
            fail(
                    shown
                            + " is not what it should be and was not kept: expected SHA-256 "
                            + args[1]
                            + ", found "
                            + e.getMessage()
                            + ". Try again; if it stays so, check the mirror (THREE_BROKERS_MAVEN) or the proxy.");
        } catch (FileSystemException e) {
            fail(
                    "cannot fetch JBang: "
                            + e.getFile()
                            + ": "
                            + oneLine(e)
                            + ". Check the mirror (THREE_BROKERS_MAVEN) and the cache folder (THREE_BROKERS_CACHE).");
        } catch (Exception e) {
            fail(
                    "cannot fetch JBang from "
                            + shown
                            + ": "
                            + reason(e, target)
                            + ". Check the network or a proxy (JAVA_TOOL_OPTIONS), or name a mirror:"
                            + " THREE_BROKERS_MAVEN=https://...");
        }
        System.exit(0);
    }

    private static void fetch(URI uri, String sha256, Path target) throws Exception {
        deleteLeftovers(target);
        // Not Files.createTempFile: the jar would be readable by its owner only, and a cache may be shared.
        Path part =
                target.resolveSibling(
                        "%s.%d-%x.part"
                                .formatted(target.getFileName(), ProcessHandle.current().pid(), System.nanoTime()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(part)));
        download(uri, part);
        String found = sha256(part);
        if (!found.equalsIgnoreCase(sha256)) {
            throw new WrongChecksum(found);
        }
        Files.setLastModifiedTime(part, FIXED_TIME);
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // On Windows a jar that another launcher moved here first and runs cannot be replaced.
            if (!Files.exists(target) || !sha256(target).equalsIgnoreCase(sha256)) {
                throw e;
            }
        }
    }

    /** Downloads what is at {@code uri} into a file, and returns what the server says of it; fails unless it is there. */
    static HttpHeaders download(URI uri, Path part) throws Exception {
        if ("file".equalsIgnoreCase(uri.getScheme())) {
            Files.copy(Path.of(uri), part);
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }
        // Java refuses a password for a tunnel to https unless told so before the first request.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .proxy(new Proxies())
                        .authenticator(new Passwords(uri))
                        .build();
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
        HttpResponse<Path> response =
                client
                        .sendAsync(
                                request,
                                answer ->
                                        answer.statusCode() == 200
                                                ? HttpResponse.BodySubscribers.ofFile(part)
                                                : HttpResponse.BodySubscribers.replacing(part))
                        .get(WHOLE.toSeconds(), TimeUnit.SECONDS);
        if (response.statusCode() != 200) {
            throw new IOException("HTTP status " + response.statusCode());
        }
        return response.headers();
    }

    /** Returns the SHA-256 of a file, in hex. */
    static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static void deleteLeftovers(Path target) throws IOException {
        Instant limit = Instant.now().minus(LEFTOVER);
        try (var parts = Files.newDirectoryStream(target.getParent(), target.getFileName() + ".*.part")) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(limit)) {
                    deleteQuietly(part);
                }
            }
        } catch (NoSuchFileException e) {
            // Another launcher deleted the same one first; if the folder is gone, the download says so.
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A later download tries again.
        }
    }

    /** Returns in a few words why {@code problem} happened, looking through its causes. */
    static String reason(Throwable problem, String target) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return "unknown host " + target;
            } else if (t instanceof HttpConnectTimeoutException) {
                return "no connection to " + target + " within " + CONNECT.toSeconds() + " s";
            } else if (t instanceof HttpTimeoutException || t instanceof TimeoutException) {
                return "no answer from " + target + " in time";
            } else if (t instanceof SSLException) {
                return "TLS with " + target + ": " + oneLine(t);
            } else if (t instanceof URISyntaxException syntax) {
                // Its message would repeat the URL, with the password if there is one.
                return "not a URL (" + syntax.getReason() + ")";
            }
        }
        if (problem.getCause() instanceof ConnectException) {
            return "no connection to " + target;
        }
        return oneLine(problem instanceof ExecutionException ? problem.getCause() : problem);
    }

    private static String oneLine(Throwable t) {
        if (t instanceof AccessDeniedException) {
            return "access denied";
        }
        boolean missing = t instanceof NoSuchFileException || t instanceof FileNotFoundException;
        String text = missing ? "no such file" : t.getMessage();
        return text == null ? t.getClass().getSimpleName() : text.replaceAll("\\s+", " ");
    }

    private static void fail(String message) {
        System.err.println("jbang: " + message);
        System.exit(1);
    }

    private static final class WrongChecksum extends Exception {
        private static final long serialVersionUID = 1;

        private WrongChecksum(String found) {
            super(found);
        }
    }

    /** Java's own proxy settings first, then the environment variables that other tools know. */
    private static final class Proxies extends ProxySelector {
        private final ProxySelector settings = ProxySelector.getDefault();

        @Override
        public List<Proxy> select(URI uri) {
            List<Proxy> chosen = settings == null ? List.of() : settings.select(uri);
            if (chosen.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
                return chosen;
            }
            URI proxy = fromEnvironment(uri);
            return List.of(
                    proxy == null
                            ? Proxy.NO_PROXY
                            : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // The request fails with the same exception and reports it.
        }

        /** Returns the host, or "the proxy" and its host, that a request for {@code uri} connects to. */
        private String next(URI uri) {
            return select(uri).get(0).address() instanceof InetSocketAddress address
                    ? "the proxy " + address.getHostString() + ":" + address.getPort()
                    : uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        }

        /** Returns the proxy that the environment names for {@code uri}, or null. */
        private static URI fromEnvironment(URI uri) {
            String host = uri.getHost().toLowerCase(Locale.ROOT);
            for (String entry : variable("NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
                String domain = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
                if (entry.equals("*")
                        || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain))) {
                    return null;
                }
            }
            String value = variable(uri.getScheme().toUpperCase(Locale.ROOT) + "_PROXY");
            if (value.isBlank()) {
                return null;
            }
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() == null) {
                throw new IllegalArgumentException("the proxy variable for it names no host");
            }
            return proxy;
        }

        private static String variable(String name) {
            String lower = System.getenv(name.toLowerCase(Locale.ROOT));
            String value = lower == null ? System.getenv(name) : lower;
            return value == null ? "" : value.strip();
        }

        private static int port(URI proxy) {
            return proxy.getPort() < 0 ? 80 : proxy.getPort();
        }
    }

    /** Answers with the name and password that stand in the URL of the mirror or the proxy. */
    private static final class Passwords extends Authenticator {
        private final URI mirror;

        private Passwords(URI mirror) {
            this.mirror = mirror;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            boolean proxy = getRequestorType() == RequestorType.PROXY;
            URI uri = proxy ? Proxies.fromEnvironment(mirror) : mirror;
            // A redirect may lead to another host, which must not get the mirror's password.
            boolean same = proxy || mirror.getHost().equalsIgnoreCase(getRequestingHost());
            if (uri == null || uri.getRawUserInfo() == null || !same) {
                return null;
            }
            String[] parts = (uri.getRawUserInfo() + ":").split(":", 3);
            return new PasswordAuthentication(decode(parts[0]), decode(parts[1]).toCharArray());
        }

        private static String decode(String text) {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }
}

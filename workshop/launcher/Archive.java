package workshop.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files of a commit, as the host packs them.
 *
 * @param zip    the file, which may be anything
 * @param commit the commit that was asked for
 */
record Archive(Path zip, String commit) {

    private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/=]+):");
    private static final List<String> NEEDED = List.of("jbang", "jbang.cmd", "jbang-catalog.json", "workshop/Workshop.java");

    /**
     * Unpacks it; the folder holds the course when this returns.
     *
     * @param headers what the server said of the file: where it names a SHA-256, the file has that one
     * @param root    the name of the folder that all of the archive lies in, with a slash at its end
     * @param folder  an empty folder
     * @throws IOException where the archive is not whole, is not that of the commit, or has what does not belong there
     */
    void unpack(HttpHeaders headers, String root, Path folder) throws Exception {
        Optional<String> expected = sha256(headers);
        if (expected.isPresent() && !expected.get().equals(Fetch.sha256(zip))) {
            throw new IOException("the archive is not whole: its SHA-256 is not " + expected.get());
        }
        try (ZipFile archive = new ZipFile(zip.toFile())) {
            // git writes the commit there
            if (!commit.equals(archive.getComment())) {
                throw new IOException("the archive is not that of commit " + commit);
            }
            for (ZipEntry entry : Collections.list(archive.entries())) {
                String name = entry.getName();
                Path target = folder.resolve(name.startsWith(root) ? name.substring(root.length()) : "..").normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("the archive has a file outside of " + root + ": " + name);
                }
                unpack(archive, entry, target);
            }
        }
        for (String file : NEEDED) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new IOException("the archive has no " + file);
            }
        }
    }

    private static void unpack(ZipFile archive, ZipEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        CRC32 sum = new CRC32();
        try (InputStream content = new CheckedInputStream(archive.getInputStream(entry), sum)) {
            Files.copy(content, target);
        }
        if (sum.getValue() != entry.getCrc()) {
            throw new IOException("the archive is damaged in " + entry.getName());
        }
        try (InputStream content = Files.newInputStream(target)) {
            // Java does not tell which files of an archive may be executed
            if (content.read() == '#' && content.read() == '!') {
                target.toFile().setExecutable(true, false);
            }
        }
    }

    private static Optional<String> sha256(HttpHeaders headers) {
        for (String name : List.of("Repr-Digest", "Content-Digest")) {
            Matcher match = DIGEST.matcher(headers.firstValue(name).orElse(""));
            if (match.find()) {
                return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(match.group(1))));
            }
        }
        // what servers for artifacts say, which stand in for the host
        return headers.firstValue("X-Checksum-Sha256").map(hash -> hash.toLowerCase(Locale.ROOT));
    }
}

package workshop.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder that a learner works in.
 *
 * @param root the folder
 */
record OwnFolder(Path root) {

    /** The name that it gets. */
    static final String NAME = "three-brokers";

    private static final String ORIGIN = "workshop/origin.txt";
    private static final String HEAD = "# What this folder was made from, for ./jbang upgrade: files with these SHA-256 were not edited.";

    /** Returns the one that a folder lies in, else the one in it. */
    static Optional<OwnFolder> at(Path folder) {
        Path here = folder.toAbsolutePath();
        return Stream.concat(Stream.iterate(here, path -> path != null, Path::getParent), Stream.of(here.resolve(NAME)))
                .filter(OwnFolder::isCourse).findFirst().map(OwnFolder::new);
    }

    private static boolean isCourse(Path folder) {
        return Files.isRegularFile(folder.resolve("jbang-catalog.json")) && Files.isRegularFile(folder.resolve("workshop/Workshop.java"));
    }

    /**
     * Makes it in a folder that has none, all at once.
     *
     * @throws IOException where something else has the name, or the folder cannot be written to
     */
    static OwnFolder make(Path folder, Path copy, Origin origin) throws Exception {
        Path root = folder.toAbsolutePath().resolve(NAME);
        Path unfinished = Files.createTempDirectory(folder.toAbsolutePath(), "." + NAME + "-");
        try {
            Path made = Files.createDirectory(unfinished.resolve(NAME));
            for (String file : files(copy)) {
                copy(copy.resolve(file), made.resolve(file));
            }
            new OwnFolder(made).note(copy, origin);
            Files.move(made, root, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Courses.delete(unfinished);
        }
        return new OwnFolder(root);
    }

    /** Returns whether git cares for it, in place of {@code upgrade}. */
    boolean isClone() {
        return Files.exists(root.resolve(".git"));
    }

    /** Returns where it came from, and the SHA-256 of each file that it was made of; nothing where it was not made by a command. */
    Optional<Made> made() throws IOException {
        Path file = root.resolve(ORIGIN);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(HEAD);
        String[] from = lines.remove(0).split(" ", 5);
        Map<String, String> sums = new TreeMap<>();
        lines.stream().map(line -> line.split(" ", 2)).forEach(words -> sums.put(words[1], words[0]));
        return Optional.of(new Made(new Origin(from[3], from[0], from[1], from[2]), from[4], sums));
    }

    /**
     * What it was made of.
     *
     * @param sums the SHA-256 of each file, by its path
     */
    record Made(Origin origin, String commit, Map<String, String> sums) {
    }

    /** Notes that it has the files of a copy now. */
    void note(Path copy, Origin origin) throws Exception {
        List<String> lines = new ArrayList<>(List.of(HEAD, String.join(" ", origin.host(), origin.repository(), origin.ref(),
                origin.name(), copy.getFileName().toString())));
        for (String file : files(copy)) {
            lines.add(Fetch.sha256(copy.resolve(file)) + " " + file);
        }
        Path written = Files.write(root.resolve(ORIGIN + ".new"), lines);
        Files.move(written, root.resolve(ORIGIN), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns the paths of all files of a copy, with slashes. */
    static List<String> files(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(copy)) {
            return files.filter(Files::isRegularFile).map(file -> copy.relativize(file).toString().replace('\\', '/')).sorted().toList();
        }
    }

    /** Puts a file in place of the one that may be there; a crash leaves the one or the other. */
    static void copy(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path written = target.resolveSibling(target.getFileName() + ".new");
        Files.copy(file, written, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

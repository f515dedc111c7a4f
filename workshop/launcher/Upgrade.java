///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//SOURCES Anywhere.java
package workshop.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Brings a learner's folder, or the copy that commands from anywhere run, to the newest commit of the ref that it came from. */
public final class Upgrade {

    private static final int TROUBLE = 3;
    private static final int USAGE = 2;

    private final OwnFolder own;
    private final OwnFolder.Made made;
    private final Path newest;
    private final List<String> told = new ArrayList<>();
    private int renewed;

    private Upgrade(OwnFolder own, OwnFolder.Made made, Path newest) {
        this.own = own;
        this.made = made;
        this.newest = newest;
    }

    /** Upgrades what there is here, says what it did, and ends with 0; or ends with 2 or 3 after a line on standard error. */
    public static void main(String[] args) {
        try {
            if (args.length > 0) {
                System.out.println("upgrade brings the course to its newest commit. It takes no arguments. What you edited stays.");
                System.exit(args[0].equals("--help") || args[0].equals("-h") ? 0 : USAGE);
            }
            System.exit(run());
        } catch (Courses.NotThereException e) {
            System.err.println("three-brokers: " + e.getMessage());
        } catch (Exception e) {
            System.err.println("three-brokers: the upgrade did not end: " + e + ". Type it again.");
        }
        System.exit(TROUBLE);
    }

    private static int run() throws Exception {
        Optional<OwnFolder> own = OwnFolder.at(Path.of(""));
        if (own.isEmpty()) {
            Path copy = new Courses(CacheLocation.path(), Anywhere.origin()).newest();
            System.out.println("Commands from anywhere run commit " + shown(copy.getFileName().toString()) + " now.");
            return 0;
        }
        Optional<OwnFolder.Made> made = own.get().made();
        if (own.get().isClone() || made.isEmpty()) {
            System.err.println(own.get().isClone() ? own.get().root() + " is a clone: git pull brings it to the newest commit."
                    : own.get().root() + " was not made by jbang three-brokers@…, so nobody knows what to upgrade it from.");
            return USAGE;
        }
        Path newest = new Courses(CacheLocation.path(), made.get().origin()).newest();
        new Upgrade(own.get(), made.get(), newest).bring();
        return 0;
    }

    private void bring() throws Exception {
        Map<String, String> before = made.sums();
        List<String> after = OwnFolder.files(newest);
        for (String file : after) {
            renew(file);
        }
        for (String file : new TreeSet<>(before.keySet())) {
            if (!after.contains(file)) {
                remove(file);
            }
        }
        own.note(newest, made.origin());
        String commit = newest.getFileName().toString();
        System.out.println(own.root() + (commit.equals(made.commit()) && renewed == 0 ? " is at the newest commit, " + shown(commit) + "."
                : " is at commit " + shown(commit) + " now; it was at " + shown(made.commit()) + ". Files renewed: " + renewed + "."));
        told.forEach(System.out::println);
    }

    private void renew(String file) throws Exception {
        Path source = newest.resolve(file);
        Path target = own.root().resolve(file);
        if (Files.exists(target) && Files.mismatch(source, target) < 0) {
            return;
        }
        if (isEdited(file)) {
            boolean itsOwn = Fetch.sha256(source).equals(made.sums().get(file));
            if (isScript(file)) {
                told.add("  stays: " + file + ", which you edited"
                        + (itsOwn ? "" : "; as it is in the course now it is in workshop/stubs"));
                return;
            }
            if (itsOwn) {
                told.add("  stays: " + file + ", which you edited");
                return;
            }
            Path kept = freeName(target);
            Files.move(target, kept);
            told.add("  renewed: " + file + "; what you made of it is " + kept.getFileName() + " beside it");
        }
        OwnFolder.copy(source, target);
        renewed++;
    }

    private void remove(String file) throws Exception {
        Path target = own.root().resolve(file);
        if (isEdited(file)) {
            told.add("  stays: " + file + ", which you edited; the course does without it now");
        } else if (Files.deleteIfExists(target)) {
            renewed++;
        }
    }

    private boolean isEdited(String file) throws Exception {
        Path target = own.root().resolve(file);
        return Files.exists(target) && !Fetch.sha256(target).equals(made.sums().get(file));
    }

    private static boolean isScript(String file) {
        return file.startsWith("lessons/") && file.endsWith(".java") && file.indexOf('/', "lessons/".length()) > 0;
    }

    private static Path freeName(Path file) {
        return IntStream.iterate(1, n -> n + 1).mapToObj(n -> file.resolveSibling(file.getFileName() + "." + n))
                .filter(path -> !Files.exists(path)).findFirst().orElseThrow();
    }

    private static String shown(String commit) {
        return commit.substring(0, 7);
    }
}

package workshop.mutate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has come of mutants so far, kept in a file with a line for each, so that a run goes on where the one before has ended. */
public final class Results {

    private final Path file;
    private final String check;
    private final Map<String, Result> byId = new LinkedHashMap<>();

    /**
     * Reads the file, which need not be there.
     *
     * @param check the state that the check is in now
     * @throws IOException where it cannot be read
     */
    public Results(Path file, String check) throws IOException {
        this.file = file;
        this.check = check;
        if (Files.exists(file)) {
            // of two lines on the same mutant the later one counts
            Files.readAllLines(file).stream().map(Result::of).flatMap(Optional::stream).forEach(result -> byId.put(result.id(), result));
        }
    }

    /** Returns what has come of a mutant on the check as it is now. */
    public synchronized Optional<Result> of(Mutant mutant) {
        return Optional.ofNullable(byId.get(mutant.id())).filter(result -> result.outcome() == Result.Outcome.NO_PROGRAM
                || result.check().equals(check));
    }

    /** Returns those of which nothing is known, what an earlier state of the check has let through first. */
    public synchronized List<Mutant> unknown(List<Mutant> mutants) {
        return mutants.stream().filter(mutant -> of(mutant).filter(result -> result.outcome() != Result.Outcome.UNDECIDED).isEmpty())
                .sorted(Comparator.comparing((Mutant mutant) -> !hadSurvived(mutant))).toList();
    }

    /** Notes what has come of a mutant. What is undecided is not written down: the next run tries again. */
    public synchronized void note(Result result) {
        byId.put(result.id(), result);
        if (result.outcome() == Result.Outcome.UNDECIDED) {
            return;
        }
        try {
            Files.writeString(file, result.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private boolean hadSurvived(Mutant mutant) {
        return Optional.ofNullable(byId.get(mutant.id())).filter(result -> result.outcome() == Result.Outcome.SURVIVED).isPresent();
    }
}

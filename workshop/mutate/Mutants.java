package workshop.mutate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import workshop.verdict.Lesson;

/** The mutants of a lesson's right programs. */
public final class Mutants {

    /** Which programs are changed. */
    public enum From { SOLUTION, CORPUS, ALL }

    private Mutants() {
    }

    /**
     * Returns the mutants of a lesson: first one of each mutator, then another one of each, so that a run that is ended early has tried
     * something of everything.
     *
     * @throws IOException where a program cannot be read
     */
    public static List<Mutant> of(Lesson lesson, From from, List<Mutator> mutators) throws IOException {
        List<Mutant> all = new ArrayList<>();
        if (from != From.CORPUS) {
            all.addAll(of("solution", lesson.solution(), mutators));
        }
        if (from != From.SOLUTION) {
            for (Path file : lesson.corpus("right")) {
                all.addAll(of("right/" + file.getFileName().toString().replace(".java", ""), file, mutators));
            }
        }
        return inTurn(all);
    }

    private static List<Mutant> of(String program, Path file, List<Mutator> mutators) throws IOException {
        return of(program, file.getFileName().toString(), Files.readString(file), mutators);
    }

    /** Returns the mutants of one program; the same change is made once, by the first of the mutators that makes it. */
    public static List<Mutant> of(String program, String file, String text, List<Mutator> mutators) {
        Source source = new Source(text);
        Map<String, Mutant> byText = new LinkedHashMap<>();
        for (Mutator mutator : mutators) {
            mutator.changes().apply(source).filter(change -> !change.text().equals(text)).forEach(change -> byText.putIfAbsent(
                    change.text(), new Mutant(program, file, mutator.name(), change.line(), text, change.text())));
        }
        return List.copyOf(byText.values());
    }

    private static List<Mutant> inTurn(List<Mutant> all) {
        Map<String, List<Mutant>> byMutator = new LinkedHashMap<>();
        all.forEach(mutant -> byMutator.computeIfAbsent(mutant.mutator(), each -> new ArrayList<>()).add(mutant));
        List<Mutant> inTurn = new ArrayList<>();
        for (int round = 0; inTurn.size() < all.size(); round++) {
            for (List<Mutant> each : byMutator.values()) {
                if (round < each.size()) {
                    inTurn.add(each.get(round));
                }
            }
        }
        return inTurn;
    }
}

package workshop.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import workshop.verdict.Course;

/** What a person is told whose command cannot be understood: what is wrong with it, and the command that comes nearest. */
public final class Misspelt implements IParameterExceptionHandler {

    /** What starts a command, as people type it. */
    static final String LAUNCHER = System.getProperty("os.name").startsWith("Windows") ? "jbang" : "./jbang";

    /** The commands that are scripts of their own. */
    public static final List<String> SCRIPTS = List.of("test", "bench", "mutate", "upgrade");

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        boolean first = !command.getSubcommands().isEmpty();
        boolean unknown = first && failure instanceof UnmatchedArgumentException
                && !arguments[0].startsWith("-");
        if (unknown) {
            System.err.println("There is no command " + arguments[0] + "." + nearest(arguments[0], command)
                    .map(name -> " Did you mean " + LAUNCHER + " " + name + "?").orElse("") + " All commands: " + LAUNCHER);
        } else {
            System.err.println(failure.getMessage() + ". How it is used: " + LAUNCHER
                    + (first ? "" : " " + command.getCommandName()) + " --help");
        }
        return Terminal.USAGE;
    }

    private static Optional<String> nearest(String word, CommandLine command) {
        Stream<String> lessons = Course.anywhere(Path.of("")).lessons().stream().map(lesson -> lesson.folder().substring(3));
        return Stream.of(command.getSubcommands().keySet().stream(), SCRIPTS.stream(), lessons).flatMap(names -> names)
                .filter(name -> changes(word, name) <= Math.max(2, word.length() / 3))
                .min(Comparator.comparing(name -> changes(word, name)));
    }

    /** Returns how many letters have to be changed, added or left out. */
    private static int changes(String word, String name) {
        return DiffUtils.diff(letters(word), letters(name)).getDeltas().stream().mapToInt(Misspelt::size).sum();
    }

    private static int size(AbstractDelta<Integer> delta) {
        return Math.max(delta.getSource().size(), delta.getTarget().size());
    }

    private static List<Integer> letters(String word) {
        return word.chars().boxed().toList();
    }
}

package workshop.learn;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import workshop.verdict.Lesson;

/**
 * What a lesson's program is given when it is run by hand. A lesson whose program takes arguments or reads input says so in
 * {@code run.properties}, beside its script.
 *
 * @param choices   what arguments there may be, for a person; empty where the program takes none
 * @param arguments those that are offered, or were typed last
 * @param input     the file that is offered, or was named last; nothing where the program reads none
 */
record RunSettings(String choices, String arguments, Optional<Path> input) {

    /** Returns what a lesson offers. */
    static RunSettings of(Lesson lesson) {
        Properties properties = new Properties();
        if (Files.exists(lesson.runFile())) {
            try (Reader reader = Files.newBufferedReader(lesson.runFile())) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + lesson.runFile() + ": " + e.getMessage(), e);
            }
        }
        return new RunSettings(properties.getProperty("choices", ""), properties.getProperty("arguments", ""),
                Optional.ofNullable(properties.getProperty("input")).map(lesson.runFile()::resolveSibling));
    }

    /** Returns whether the program takes arguments. */
    boolean takesArguments() {
        return !choices.isEmpty();
    }

    /** Returns the same with the arguments that somebody has typed; nothing typed leaves them as they are. */
    RunSettings withArguments(String typed) {
        return typed.isBlank() ? this : new RunSettings(choices, typed.equals("-") ? "" : typed.strip(), input);
    }

    /** Returns the same with the file that somebody has named; nothing typed leaves it as it is. */
    RunSettings withInput(String typed) {
        return typed.isBlank() ? this : new RunSettings(choices, arguments, Optional.of(Path.of(typed.strip())));
    }

    /** Returns the arguments one by one. */
    List<String> words() {
        return Stream.of(arguments.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}

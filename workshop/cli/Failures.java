package workshop.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import workshop.process.Owned;
import workshop.process.Printable;
import workshop.verdict.Course;
import workshop.verdict.Verdict;

/**
 * What a person is told of a failure that ends a command: its message, never a stack trace. What was asked for and does not
 * exist is a mistake in the command; all else is trouble that says nothing about anybody's program. What fails because this
 * process is ending, as after Ctrl-C, is no news.
 */
public final class Failures implements IExecutionExceptionHandler {

    // 128 and the number of SIGINT, as shells have it
    private static final int INTERRUPTED = 130;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (Owned.isEnding()) {
            return INTERRUPTED;
        }
        System.err.println(Printable.text(failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        return failure instanceof Course.UnknownLessonException ? Terminal.USAGE : Verdict.Result.SICK.exitCode();
    }
}

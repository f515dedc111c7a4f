package workshop.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import workshop.verdict.Course;
import workshop.verdict.Verdict;

/**
 * What a person is told of a failure that ends a command: its message, never a stack trace. What was asked for and does not
 * exist is a mistake in the command; all else is trouble that says nothing about anybody's program.
 */
public final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        System.err.println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        return failure instanceof Course.UnknownLessonException ? Terminal.USAGE : Verdict.Result.SICK.exitCode();
    }
}

package workshop.cli;

import picocli.CommandLine.Command;

/** The name that makes a folder of the learner's own, where no course is; in a course it goes on there. */
@Command(name = "three-brokers", hidden = true)
public final class BeginCommand extends LearnCommand {
}

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//CDS
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error:stderr
//DEPS org.apache.kafka:kafka-clients:4.3.1
//DEPS org.junit.jupiter:junit-jupiter-engine:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//DEPS org.awaitility:awaitility:4.3.0
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4
//DEPS dev.jbang:jbang-cli:0.132.1
//DEPS io.github.java-diff-utils:java-diff-utils:4.18
//DEPS org.jline:jline-terminal:4.5.0
//DEPS org.jline:jline-terminal-jni:4.5.0
//DEPS org.slf4j:slf4j-nop:2.0.16
//SOURCES ../lessons/Lessons.java
//SOURCES check/Attempt.java check/Check.java check/Fact.java check/FactOrder.java check/Printed.java
//SOURCES check/RecordWriter.java check/ShopOrder.java check/Trial.java
//SOURCES check/TrialResolver.java check/Wrong.java
//SOURCES bench/Bench.java bench/Row.java bench/WarmChecks.java
//SOURCES cli/BenchCommand.java cli/BusyLine.java cli/CheckCommand.java cli/ClusterChoice.java cli/ClusterCommand.java
//SOURCES cli/DoctorCommand.java cli/HintCommand.java cli/LearnCommand.java cli/ListCommand.java cli/ResetCommand.java cli/SolutionCommand.java
//SOURCES cli/Terminal.java cli/TestCommand.java
//SOURCES cluster/BrokerSettings.java cluster/Cluster.java cluster/ClusterException.java cluster/OwnCluster.java
//SOURCES cluster/embedded/EmbeddedCluster.java cluster/playground/Announcement.java
//SOURCES cluster/playground/PlaygroundCluster.java cluster/playground/PlaygroundServer.java
//SOURCES cluster/testcontainers/DockerEngine.java cluster/testcontainers/TestcontainersCluster.java
//SOURCES doctor/Examination.java doctor/Finding.java
//SOURCES evidence/Answers.java evidence/Batch.java evidence/BatchReader.java evidence/BrokerConnection.java evidence/Commit.java evidence/Evidence.java evidence/Group.java
//SOURCES evidence/Member.java evidence/RecordReader.java evidence/Stored.java evidence/Wait.java
//SOURCES evidence/wire/Conversation.java evidence/wire/Disturbance.java evidence/wire/Frames.java evidence/wire/Interference.java evidence/wire/Produced.java
//SOURCES evidence/wire/Tap.java evidence/wire/Traffic.java
//SOURCES learn/ByHand.java learn/Difference.java learn/Event.java learn/LatestSave.java learn/Learn.java learn/Letters.java
//SOURCES learn/Overview.java learn/Page.java learn/Playground.java learn/Progress.java learn/SavedFile.java learn/Screen.java
//SOURCES process/Background.java process/CacheFolder.java process/ClassDataArchive.java process/Folders.java
//SOURCES process/Java.java process/Owned.java process/PortOwner.java process/Tty.java process/Watchdog.java
//SOURCES program/Output.java program/Program.java program/ProgramArchive.java program/ProgramRun.java
//SOURCES program/WarmUp.java
//SOURCES script/CompileException.java script/InProcessBuilder.java script/Script.java script/ScriptBuilder.java
//SOURCES script/ScriptException.java
//SOURCES selftest/CleanUpTest.java selftest/ClusterTest.java selftest/Compose.java selftest/ContainersTest.java
//SOURCES selftest/CorpusProgram.java selftest/CourseTest.java selftest/DockerEngineTest.java selftest/EvidenceTest.java
//SOURCES selftest/CourseCopy.java selftest/LauncherTest.java selftest/LearnTest.java selftest/LessonsTest.java selftest/OwnedFolders.java selftest/PlaygroundTest.java
//SOURCES selftest/ProgramRunTest.java selftest/PseudoTerminal.java selftest/Progress.java selftest/ProgressTest.java
//SOURCES selftest/ReportsTest.java selftest/ScriptBuilderTest.java selftest/SelfTest.java selftest/Shared.java selftest/Signals.java
//SOURCES selftest/TapTest.java selftest/TextsTest.java selftest/Tool.java
//SOURCES verdict/Course.java verdict/FactListener.java verdict/FactResult.java verdict/JUnitXmlReport.java
//SOURCES verdict/JsonReport.java verdict/Judge.java verdict/Judgement.java verdict/Lesson.java verdict/Submission.java
//SOURCES verdict/TextReport.java verdict/Verdict.java
//FILES workshop/cluster/BrokerHost.java=cluster/BrokerHost.java
//FILES workshop/cluster/BrokerSettings.java=cluster/BrokerSettings.java
//FILES workshop/cluster/Ports.java=cluster/Ports.java
//FILES workshop/cluster/embedded/Brokers.java=cluster/embedded/Brokers.java
//FILES workshop/cluster/testcontainers/BrokerContainer.java=cluster/testcontainers/BrokerContainer.java
//FILES workshop/cluster/testcontainers/Containers.java=cluster/testcontainers/Containers.java
//FILES workshop/cluster/testcontainers/Leftovers.java=cluster/testcontainers/Leftovers.java
package workshop;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import workshop.cli.BenchCommand;
import workshop.cli.CheckCommand;
import workshop.cli.ClusterCommand;
import workshop.cli.DoctorCommand;
import workshop.cli.HintCommand;
import workshop.cli.LearnCommand;
import workshop.cli.ListCommand;
import workshop.cli.ResetCommand;
import workshop.cli.SolutionCommand;
import workshop.cli.TestCommand;
import workshop.process.Owned;
import workshop.verdict.Verdict;

/** What JBang runs: the commands of the workshop, each of them an alias in {@code jbang-catalog.json}. */
@Command(name = "jbang", description = "Three Brokers: a hands-on Apache Kafka workshop.",
        subcommands = {BenchCommand.class, CheckCommand.class, ClusterCommand.class, DoctorCommand.class,
            HintCommand.class, LearnCommand.class, ListCommand.class, ResetCommand.class, SolutionCommand.class, TestCommand.class})
public final class Workshop {

    private Workshop() {
    }

    /** Returns the names of the commands. */
    public static Set<String> commands() {
        return new CommandLine(new Workshop()).getSubcommands().keySet();
    }

    /** Runs a command and ends with its exit code. */
    public static void main(String[] args) {
        Owned.begin();
        CommandLine commands = new CommandLine(new Workshop());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            return Verdict.Result.SICK.exitCode();
        });
        System.exit(commands.execute(args));
    }
}

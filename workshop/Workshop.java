///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//CDS
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:+DisableAttachMechanism -Xshare:auto -Xlog:disable -Xlog:all=error,cds=off:stderr
//RUNTIME_OPTIONS -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.junit.jupiter:junit-jupiter-engine:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//DEPS org.awaitility:awaitility:4.3.0
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4
//DEPS dev.jbang:jbang-cli:0.132.1
//DEPS io.github.java-diff-utils:java-diff-utils:4.18
//DEPS org.commonmark:commonmark:0.32.0
//DEPS org.commonmark:commonmark-ext-gfm-tables:0.32.0
//DEPS org.jline:jline-terminal:4.5.0
//DEPS org.jline:jline-terminal-jni:4.5.0
//DEPS org.slf4j:slf4j-nop:2.0.16
//SOURCES ../lessons/Lessons.java launcher/CacheLocation.java
//SOURCES check/*.java cli/*.java doctor/*.java evidence/*.java evidence/wire/*.java learn/*.java process/*.java
//SOURCES program/*.java script/*.java verdict/*.java
//SOURCES cluster/BrokerSettings.java cluster/Cluster.java cluster/ClusterException.java cluster/HostCommands.java
//SOURCES cluster/HostReply.java cluster/OwnCluster.java
//SOURCES cluster/embedded/EmbeddedCluster.java cluster/external/*.java cluster/playground/*.java
//SOURCES cluster/testcontainers/DockerEngine.java cluster/testcontainers/TestcontainersCluster.java
//FILES workshop/cluster/BrokerHost.java=cluster/BrokerHost.java
//FILES workshop/cluster/BrokerSettings.java=cluster/BrokerSettings.java
//FILES workshop/cluster/HostReply.java=cluster/HostReply.java
//FILES workshop/cluster/Ports.java=cluster/Ports.java
//FILES workshop/cluster/embedded/Brokers.java=cluster/embedded/Brokers.java
//FILES workshop/cluster/testcontainers/BrokerContainer.java=cluster/testcontainers/BrokerContainer.java
//FILES workshop/cluster/testcontainers/Containers.java=cluster/testcontainers/Containers.java
//FILES workshop/cluster/testcontainers/Leftovers.java=cluster/testcontainers/Leftovers.java
package workshop;

import java.io.UncheckedIOException;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import workshop.cli.BeginCommand;
import workshop.cli.CheckCommand;
import workshop.cli.ClusterCommand;
import workshop.cli.DoctorCommand;
import workshop.cli.Failures;
import workshop.cli.HintCommand;
import workshop.cli.LearnCommand;
import workshop.cli.ListCommand;
import workshop.cli.Misspelt;
import workshop.cli.ResetCommand;
import workshop.cli.SolutionCommand;
import workshop.cli.Terminal;
import workshop.process.Owned;
import workshop.verdict.Verdict;

/** What JBang runs: the commands of the workshop, each of them an alias in {@code jbang-catalog.json}. */
@Command(name = "./jbang", description = "Three Brokers: a hands-on Apache Kafka workshop. Begin with: ./jbang learn",
        synopsisSubcommandLabel = "COMMAND", usageHelpAutoWidth = true,
        subcommands = {LearnCommand.class, ListCommand.class, CheckCommand.class, HintCommand.class, SolutionCommand.class,
            ResetCommand.class, ClusterCommand.class, DoctorCommand.class, BeginCommand.class},
        footer = {"", "A lesson by hand, on the brokers of ./jbang cluster: ./jbang first-producer",
            "How a command is used: ./jbang check --help", "The newest commit of the course: ./jbang upgrade",
            "For those who work on the workshop: ./jbang test, ./jbang mutate 01, ./jbang bench"})
public final class Workshop implements Runnable {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private Workshop() {
    }

    /** Returns the names of the commands; each other one is a script of its own. */
    public static Set<String> commands() {
        return new CommandLine(new Workshop()).getSubcommands().keySet();
    }

    /** Says what commands there are. */
    @Override
    public void run() {
        spec.commandLine().usage(Terminal.OUT);
    }

    /** Runs a command and ends with its exit code. */
    public static void main(String[] args) {
        run(new Workshop(), args);
    }

    /** Runs a command, which picocli describes, and ends with its exit code. */
    public static void run(Object command, String[] args) {
        try {
            Owned.begin();
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(Verdict.Result.SICK.exitCode());
        }
        System.exit(new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(new Misspelt()).execute(args));
    }
}

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/*
 * Lesson 08. The packers say that orders come late. Is the group that processes them behind, where, and how far? Ask the
 * brokers, as an observer: whoever works must not notice. README.md beside this file has the story.
 */
public class Lag {

    // where the brokers are, which topic and which group to look at, as the surroundings of the program say; the defaults are
    // the playground
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-processors");

    public static void main(String[] args) throws Exception {
        OptionalLong limit = alert(args);
        Properties config = new Properties();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);

        // it asks the brokers, and is a member of no group
        try (Admin admin = Admin.create(config)) {

            // TODO when no broker knows the group: say so in one line on standard error that names it, and end with code 2.
            //  A group that has a member and has committed nothing yet is known

            // TODO find out which partitions the topic has, what the group has committed on each, and where each ends

            // TODO print a line for each partition, with the group's lag on it; the group may have committed nothing there,
            //  and its lag is then all that the partition still holds: its oldest records may have been deleted

            // TODO print the total over all partitions of the topic, whatever other topics the group reads
        }

        // TODO end with code 1 when the total is over the limit, and only then
        System.out.println("The lag of " + GROUP_ID + " on " + TOPIC + " is not known yet"
                + (limit.isPresent() ? ", so nobody can say whether it is over " + limit.getAsLong() : "") + ".");
    }

    /** Prints the figures of one partition; committed is null where the group has committed nothing. */
    static void print(int partition, Long committed, long end, long lag) {
        System.out.println(TOPIC + "-" + partition + ": committed " + (committed == null ? "-" : committed) + ", end " + end
                + ", lag " + lag);
    }

    /** Returns what follows {@code --alert}, or nothing where it is not given. */
    static OptionalLong alert(String[] args) {
        int at = List.of(args).indexOf("--alert");
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(args[at + 1]));
    }
}

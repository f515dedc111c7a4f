//SOURCES ../checks/FirstProducerCheck.java
//SOURCES ../checks/BatchingCheck.java
//SOURCES ../checks/PartitioningCheck.java
//SOURCES ../checks/FirstConsumerCheck.java
//SOURCES ../checks/ConsumerGroupCheck.java
//SOURCES ../checks/LagCheck.java ../checks/LagConduct.java ../checks/LagData.java ../checks/LagVerdicts.java ../checks/PartitionLag.java
package lessons;

import java.util.List;

/** The lessons of the course. One more is a line above, for its check, and a line below. */
public final class Lessons {

    /** The folder and the name of each lesson, in the order of their numbers. */
    public static final List<String> ALL = List.of(
            "01-first-producer/FirstProducer",
            "02-batching/Batching",
            "03-partitioning/Partitioning",
            "04-first-consumer/FirstConsumer",
            "05-consumer-groups/ConsumerGroup",
            "08-lag/Lag");

    private Lessons() {
    }
}

package workshop.learn;

import workshop.verdict.Judge;

/** A cluster of somebody else's, on which a session judges while others use it. */
record JoinedCluster(Judge judge) implements SessionCluster {

    @Override
    public void close() {
        judge.close();
    }
}

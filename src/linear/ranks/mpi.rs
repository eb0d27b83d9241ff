//! Ranks that are the processes of an MPI program.

use mpi::Count;
use mpi::collective::CommunicatorCollectives;
use mpi::datatype::{Partition, PartitionMut};
use mpi::environment::Universe;
use mpi::topology::{Communicator, SimpleCommunicator};

use super::Ranks;

/// The processes that `mpirun` has started, this one among them.
pub struct World {
    world: SimpleCommunicator,
    // Ends MPI when it is dropped, after the communicator.
    _universe: Universe,
}

/// Variables by which the launchers of Open MPI, PMIx and PMI tell a process its rank.
const LAUNCHED: [&str; 3] = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"];

impl World {
    /// The processes, if a launcher has started this one; to be called once, by the main thread.
    #[must_use]
    pub fn launched() -> Option<Self> {
        LAUNCHED
            .iter()
            .any(|name| std::env::var_os(name).is_some())
            .then(mpi::initialize)
            .flatten()
            .map(|universe| Self { world: universe.world(), _universe: universe })
    }
}

impl Ranks for World {
    fn rank(&self) -> usize {
        self.world.rank() as usize
    }

    fn count(&self) -> usize {
        self.world.size() as usize
    }

    fn exchange(&self, outgoing: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        assert_eq!(outgoing.len(), self.count(), "one message for each rank");
        let length = |message: &Vec<u8>| Count::try_from(message.len()).expect("a message below 2 GiB");
        let lengths: Vec<Count> = outgoing.iter().map(length).collect();
        let mut expected = vec![0; self.count()];
        self.world.all_to_all_into(&lengths[..], &mut expected[..]);

        // One byte more than is sent: an empty vector has the address 1, which means MPI_IN_PLACE to Open MPI.
        let sent = [outgoing.concat(), vec![0]].concat();
        let mut received = vec![0; expected.iter().map(|length| *length as usize).sum::<usize>() + 1];
        let starts = |lengths: &[Count]| {
            let mut sum: Count = 0;
            lengths
                .iter()
                .map(|length| {
                    let start = sum;
                    sum = sum.checked_add(*length).expect("messages below 2 GiB together");
                    start
                })
                .collect::<Vec<_>>()
        };
        let (sent_from, received_from) = (starts(&lengths), starts(&expected));
        {
            let outgoing = Partition::new(&sent[..], &lengths[..], &sent_from[..]);
            let mut incoming = PartitionMut::new(&mut received[..], &expected[..], &received_from[..]);
            self.world.all_to_all_varcount_into(&outgoing, &mut incoming);
        }
        let part = |(start, length): (&Count, &Count)| {
            received[*start as usize..(*start + *length) as usize].to_vec()
        };
        received_from.iter().zip(&expected).map(part).collect()
    }
}

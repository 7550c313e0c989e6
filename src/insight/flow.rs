//! Largest flow through a network of integers: how much money can still reach credits.
//!
//! Dinic's algorithm on adjacency lists. Knows nothing of credits. Exact; capacities are micro-units.

use std::collections::VecDeque;

/// A network with a source (node 0) and a sink (node 1).
#[derive(Debug)]
pub struct Network {
    edges: Vec<Edge>,
    /// Edges of each node, as positions; edge `e` and `e ^ 1` are one pair.
    of_node: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    to: usize,
    left: i128,
}

pub const SOURCE: usize = 0;
pub const SINK: usize = 1;

impl Network {
    pub fn new() -> Network {
        Network { edges: vec![], of_node: vec![vec![], vec![]] }
    }

    pub fn node(&mut self) -> usize {
        self.of_node.push(vec![]);
        self.of_node.len() - 1
    }

    /// Adds an edge of so much capacity; less than zero is none.
    pub fn edge(&mut self, from: usize, to: usize, capacity: i128) {
        let at = self.edges.len();
        self.edges.push(Edge { to, left: capacity.max(0) });
        self.edges.push(Edge { to: from, left: 0 });
        for (node, edge) in [(from, at), (to, at + 1)] {
            if let Some(list) = self.of_node.get_mut(node) {
                list.push(edge);
            }
        }
    }

    /// The largest flow from source to sink; uses the network up.
    pub fn largest(mut self) -> i128 {
        let mut total = 0;
        loop {
            let level = self.levels();
            if level.get(SINK).copied().flatten().is_none() {
                return total;
            }
            let mut next = vec![0; self.of_node.len()];
            loop {
                let pushed = self.push(SOURCE, i128::MAX, &level, &mut next);
                if pushed == 0 {
                    break;
                }
                total += pushed;
            }
        }
    }

    fn levels(&self) -> Vec<Option<usize>> {
        let mut level = vec![None; self.of_node.len()];
        let mut queue = VecDeque::from([(SOURCE, 0)]);
        while let Some((node, depth)) = queue.pop_front() {
            match level.get_mut(node) {
                Some(seen @ None) => *seen = Some(depth),
                _ => continue,
            }
            let edges = self.of_node.get(node).into_iter().flatten();
            let open = edges.filter_map(|e| self.edges.get(*e)).filter(|e| e.left > 0);
            queue.extend(open.map(|e| (e.to, depth + 1)));
        }
        level
    }

    /// Pushes along one path of rising levels. The path is at most four edges long here.
    fn push(
        &mut self,
        node: usize,
        most: i128,
        level: &[Option<usize>],
        next: &mut [usize],
    ) -> i128 {
        if node == SINK {
            return most;
        }
        while let Some(&edge) = next.get(node).and_then(|at| self.of_node.get(node)?.get(*at)) {
            let Some(Edge { to, left }) = self.edges.get(edge).copied() else { return 0 };
            let rises = level.get(to).copied().flatten()
                == level.get(node).copied().flatten().map(|l| l + 1);
            if left > 0 && rises {
                let pushed = self.push(to, most.min(left), level, next);
                if pushed > 0 {
                    self.change(edge, -pushed);
                    self.change(edge ^ 1, pushed);
                    return pushed;
                }
            }
            if let Some(at) = next.get_mut(node) {
                *at += 1;
            }
        }
        0
    }

    fn change(&mut self, edge: usize, by: i128) {
        if let Some(edge) = self.edges.get_mut(edge) {
            edge.left += by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_flow_takes_the_detour() {
        // Two spends, two credits; the first spend fits both credits, the second only the first.
        let mut net = Network::new();
        let [a, b, x, y] = [0; 4].map(|_| net.node());
        net.edge(SOURCE, a, 10);
        net.edge(SOURCE, b, 10);
        net.edge(a, x, i128::MAX);
        net.edge(a, y, i128::MAX);
        net.edge(b, x, i128::MAX);
        net.edge(x, SINK, 10);
        net.edge(y, SINK, 7);
        assert_eq!(net.largest(), 17);
        assert_eq!(Network::new().largest(), 0);
    }
}

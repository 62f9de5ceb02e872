META
key;value
description;A made-up participatory budget
country;Nowhere
unit;Sample company
instance;2026
num_projects;10
num_votes;24
budget;60000
vote_type;approval
PROJECTS
project_id;cost;votes;name
1;8000;6;Bicycle shelter
2;12000;12;Quiet room
3;5000;6;Trees in the yard
4;3000;11;Repair workshop
5;12000;14;Library corner
6;12000;7;Solar panels
7;8000;4;Water fountains
8;5000;4;Shared van
9;5000;4;Language courses
10;5000;6;Roof garden
VOTES
voter_id;vote
1;9,5,1,2
2;9,6,5,7,2
3;5
4;1,5
5;4,3,5
6;6,2,10
7;9,4,3,2
8;5,2,10,1
9;10,5,4
10;7,5,10,4
11;4,5
12;1,2,10
13;5,9,8,6
14;3,4,2
15;4,8,5,2
16;7,6,4
17;2,1,4
18;10,4,2
19;3,5,8
20;1
21;2,5,6
22;6
23;6,3,7
24;2,5,4,8,3

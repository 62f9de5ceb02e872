META
key;value
description;A made-up participatory budget
country;Nowhere
unit;Sample company
instance;2026
num_projects;10
num_votes;15
budget;30000
vote_type;scoring
PROJECTS
project_id;cost;votes;name
1;12000;3;Bicycle shelter
2;70000;5;Quiet room
3;12000;6;Trees in the yard
4;70000;3;Repair workshop
5;5000;4;Library corner
6;5000;4;Solar panels
7;20000;4;Water fountains
8;12000;5;Shared van
9;12000;9;Language courses
10;8000;7;Roof garden
VOTES
voter_id;vote;points
1;7,4,8;4,1,1
2;10;3
3;7,10,8,1,6;2,3,4,4,1
4;3,6,10,2,9;2,3,4,3,3
5;1,3,10,6,9;1,5,1,4,5
6;9,2,4,8;3,3,2,2
7;1;5
8;9,8,5;5,4,5
9;8,7,3,10,5;3,3,2,4,1
10;3,10,5,9,2;5,3,5,1,1
11;3,6,9,10;2,3,1,5
12;9;1
13;2,3,9;5,4,5
14;2;2
15;4,5,7,9;2,4,2,3
